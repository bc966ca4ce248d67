import { byId } from "../dom";
import { setUpLive } from "../live";
import type { WorkbenchData } from "../types";
import { Workbench } from "../workbench";

const data = JSON.parse(byId("workbench-data").textContent ?? "{}") as WorkbenchData;
new Workbench(data);
setUpLive(data.urls.live);
