import { forgottenByTheEmulator } from "./emulator-differences";

/** What stands in for something in this suite, and what that can't keep: a second plan may want to set it again. */
export const standIns: readonly string[] = ["AWS: moto", ...forgottenByTheEmulator()];
