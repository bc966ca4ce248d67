import { byId } from "../dom";
import type { WorkbenchData } from "../types";
import { Workbench } from "../workbench";

new Workbench(JSON.parse(byId("workbench-data").textContent ?? "{}") as WorkbenchData);
