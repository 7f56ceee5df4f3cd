import { arn, kmsKeyArn } from "./aws";
import { list, section, text, wholeNumber } from "./basic";
import { certificates } from "./certificates";
import { dnsName } from "./dns-name";
import { cidr } from "./kubernetes";

/** A PostgreSQL for the archive that somebody else maintains. Argo verifies its certificate and its name. */
export const archiveDatabase = section({
  host: dnsName.describe("Host name of the database, as in its certificate"),
  port: wholeNumber(1, 65_535, "port").default(5432).describe("TCP port of the database"),
  name: text(
    /^[A-Za-z_][\w-]{0,62}$/,
    "must be the name of a database: at most 63 letters, digits, hyphens and underscores, beginning with a letter",
  )
    .default("argo")
    .describe("Name of the database. Argo makes its tables in it, so nothing else should be there"),
  secretArn: arn(
    "secretsmanager",
    /[a-z0-9-]{1,30}/,
    /secret:[\w/+=.@!-]{1,512}-[A-Za-z0-9]{6}/,
    "arn:aws:secretsmanager:eu-central-1:123456789012:secret:postgres/argo-AbCdEf",
  ).describe(
    "Complete ARN of a secret with the keys username and password, in the account and region of the environment",
  ),
  secretKmsKeyArn: kmsKeyArn
    .optional()
    .describe("KMS key that encrypts that secret. Default: the key of AWS for secrets, aws/secretsmanager"),
  rootCA: certificates
    .optional()
    .describe(
      "Certificates of the authorities that sign the database's certificate, in PEM. No other authority is accepted then. " +
        "Required for a host of RDS. Default: public authorities",
    ),
  cidrs: list(cidr, { min: 1, max: 20 }, "must be a list of IPv4 ranges").describe(
    "Address ranges of the database. Argo's server and controller can call its port there, and nowhere else. Each is at " +
      "most a /8",
  ),
});
