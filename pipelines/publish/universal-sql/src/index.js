export { buildMultipartParquet } from "./write-parquet.js";
export { cache_for_hash, get_all_page_queries, get_arrow_if_sql_already_run, get_cache_for_hash } from "./query-cache.js";
export { columnsToScore } from "./score.js";
