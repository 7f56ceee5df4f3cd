import type { Rule } from "../rule";
import { argumentRules } from "./arguments";
import { boundsRules } from "./bounds";
import { consistencyRules } from "./consistency";
import { idempotenceRules } from "./idempotence";
import { imageRules } from "./images";
import { leafRules } from "./leaves";
import { metadataRules } from "./metadata";
import { podSecurityRules } from "./pod-security";
import { referenceRules } from "./references";
import { scriptRules } from "./scripts";
import { secretRules } from "./secrets";
import { skippingRules } from "./skipping";
import { substitutionRules } from "./substitutions";
import { volumeRules } from "./volumes";

/** Every rule about templates, in the order of docs/lint-rules.md. */
export const rules: readonly Rule[] = [
  ...argumentRules,
  ...boundsRules,
  ...referenceRules,
  ...substitutionRules,
  ...skippingRules,
  ...imageRules,
  ...leafRules,
  ...idempotenceRules,
  ...scriptRules,
  ...volumeRules,
  ...podSecurityRules,
  ...secretRules,
  ...metadataRules,
  ...consistencyRules,
];
