// Generated from config.schema.json; run "npm run generate".
export interface ScansConfig {
  concurrency: number;
  sampleRows: number;
  seed: number;
  minConfidence: number;
  statementTimeoutSeconds: number;
  assetTimeoutSeconds: number;
}
