import { attackScriptsIn } from "./injection";

attackScriptsIn("bash");
