/** A cell as a bureau's clerk has it: text, a number in the contract's unit, or nothing. */
export type Cell = string | number | null;

/** A row by Chinese header. */
export type Row = Readonly<Record<string, Cell>>;

/** Rows of one data set; one year's where the bureau sends a file a year. */
export type Rows = Iterable<Row>;
