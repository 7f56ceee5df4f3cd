import { accountId } from "./fields/aws";

export const account = accountId.describe("AWS account to deploy to");
