import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of a certificate and its key, both PEM. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  /** User name of a client, or any name. */
  readonly commonName: string;
  /** Group of a Kubernetes client. */
  readonly organization?: string;
  /** Names and addresses of a server: "DNS:localhost", "IP:127.0.0.1". */
  readonly subjectAltNames?: readonly string[];
}

/** The certificate authority of this run and its certificates: valid for two days, in the data folder only. */
export class Pki {
  /** The authority's certificate, PEM, which every client of the lab trusts. */
  readonly authority: CertificateFiles;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.authority = this.files("ca");
    openssl(
      "-subj",
      "/CN=aws-argo-infra lab",
      "-addext",
      "keyUsage=critical,keyCertSign,cRLSign",
      ...this.output("ca"),
    );
  }

  get authorityPem(): string {
    return readFileSync(this.authority.certificate, "utf8");
  }

  /** Signs a certificate for servers and clients; `name` names its files. */
  issue(name: string, request: CertificateRequest): CertificateFiles {
    const organization = request.organization === undefined ? "" : `/O=${request.organization}`;
    const names = request.subjectAltNames ?? [];
    openssl(
      ...["-CA", this.authority.certificate, "-CAkey", this.authority.key],
      ...["-subj", `${organization}/CN=${request.commonName}`],
      ...[
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-addext",
        "extendedKeyUsage=serverAuth,clientAuth",
      ],
      ...(names.length > 0 ? ["-addext", `subjectAltName=${names.join(",")}`] : []),
      ...this.output(name),
    );
    return this.files(name);
  }

  /** A key pair for signing service account tokens, as files (private in `key`, public in `certificate`). */
  signingKey(name: string): CertificateFiles {
    const pair = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    const files = this.files(name);
    writeFileSync(files.key, pair.privateKey, { mode: 0o600 });
    writeFileSync(files.certificate, pair.publicKey);
    return files;
  }

  private files(name: string): CertificateFiles {
    return { certificate: join(this.folder, `${name}.crt`), key: join(this.folder, `${name}.key`) };
  }

  private output(name: string): string[] {
    const { certificate, key } = this.files(name);
    return ["-keyout", key, "-out", certificate];
  }
}

function openssl(...args: readonly string[]): void {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  try {
    execFileSync("openssl", ["req", "-x509", ...key, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    throw new Error(`openssl 3 could not make a certificate: ${(error as Error).message}`, { cause: error });
  }
}
