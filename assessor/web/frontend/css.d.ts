// The bundler takes style sheets from imports (build.mjs).
declare module "*.css";
