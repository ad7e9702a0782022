/** How DuckDB hands results to pages: numbers that JavaScript can format, dates as dates. */
export const openOptions = {
  query: { castBigIntToDouble: true, castTimestampToDate: true, castDecimalToDouble: true, castDurationToTime64: true },
};

/** x / 0 is null, not infinity; and text compares with numbers, as Evidence's components expect. */
export const sessionSettings = ["set ieee_floating_point_ops = false", "set old_implicit_casting = true", "set autoinstall_known_extensions = false", "set autoload_known_extensions = false"];
