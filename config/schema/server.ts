import { section, wholeNumber } from "./fields/basic";

export const server = section({
  replicas: wholeNumber(1, 10, "pods").default(2).describe("Number of server pods"),
})
  .prefault({})
  .describe("Argo's server: the API and the UI");
