import { existsSync } from "node:fs";

// Ends once `Cluster.release` (e2e/shared/cluster.ts) was called for this pod.
const timer = setInterval(() => existsSync("/tmp/released") && clearInterval(timer), 200);
