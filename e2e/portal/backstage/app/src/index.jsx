import "@backstage/ui/css/styles.css";

import { createApp } from "@backstage/frontend-defaults";
import catalog from "@backstage/plugin-catalog/alpha";
import scaffolder from "@backstage/plugin-scaffolder/alpha";
import { createRoot } from "react-dom/client";

createRoot(document.getElementById("root")).render(
  createApp({ features: [catalog, scaffolder] }).createRoot(),
);
