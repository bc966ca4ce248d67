import { DesignDesk } from "../design/desk";
import { byId } from "../dom";
import type { WorkbenchData } from "../types";

new DesignDesk(JSON.parse(byId("workbench-data").textContent ?? "{}") as WorkbenchData);
