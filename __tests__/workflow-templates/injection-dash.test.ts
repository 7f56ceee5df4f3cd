import { attackScriptsIn } from "./injection";

attackScriptsIn("dash");
