import { setUpPage } from "../page";

setUpPage();
