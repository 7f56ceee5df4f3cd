import { accountId } from "./fields/aws";

export const account = accountId.describe("AWS account id, in quotes");
