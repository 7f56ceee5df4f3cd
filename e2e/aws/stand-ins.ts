import { forgottenByTheEmulator } from "./emulator-differences";

/** The stand-in of this suite, and the attributes that it can't keep: a second plan may set them again. */
export const standIns: readonly string[] = ["AWS: moto", ...forgottenByTheEmulator()];
