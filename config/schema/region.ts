import { regionName } from "./fields/aws";

export const region = regionName.describe("AWS region to deploy to");
