import type { SystemProgram } from "../../lab/system-packages";

/** Programs of this machine that pods and the services around them run. */
export const programs: readonly SystemProgram[] = [
  { name: "git", package: "git", purpose: "repositories" },
  { name: "jq", package: "jq", purpose: "scripts of the templates" },
  { name: "curl", package: "curl", purpose: "notifications" },
  { name: "busybox", package: "busybox-static", purpose: "the shell of small images" },
  { name: "buildah", package: "buildah", purpose: "image builds" },
  { name: "mvn", package: "maven", purpose: "Java projects" },
  { name: "javac", package: "default-jdk-headless", purpose: "Java projects" },
  { name: "redis-cli", package: "redis-tools", purpose: "a cache next to tests" },
  { name: "locust", package: "python3-locust", purpose: "load tests in Python" },
];
