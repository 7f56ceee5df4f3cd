import type { SystemProgram } from "../../lab/system-packages";

/** What pods, and the world that they call, run of this machine's programs. */
export const programs: readonly SystemProgram[] = [
  { name: "git", package: "git", purpose: "repositories" },
  { name: "jq", package: "jq", purpose: "scripts of the templates" },
  { name: "curl", package: "curl", purpose: "notifications" },
  { name: "busybox", package: "busybox-static", purpose: "the shell of small images" },
  { name: "buildah", package: "buildah", purpose: "image builds" },
  { name: "mvn", package: "maven", purpose: "Java projects" },
  { name: "javac", package: "default-jdk-headless", purpose: "Java projects" },
  { name: "redis-cli", package: "redis-tools", purpose: "a cache beside tests" },
  { name: "locust", package: "python3-locust", purpose: "load tests in Python" },
];
