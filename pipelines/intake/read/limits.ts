/** The size of a sheet as spreadsheet programs have it; what is larger was written to harm. */
export const sheetRows = 1_048_576;
export const sheetColumns = 16_384;
/** Characters that a cell can hold, in every spreadsheet program's format; a text file's cells are held to the same. */
export const longestCell = 32_767;
/** Columns that a table's header may have: data sets have up to some thirty, systems' exports up to some two hundred. */
export const mostHeaders = 500;
export const mostSheets = 500;
/** Empty rows before a row with anything in it, in one file: more are the work of a program gone wrong. */
export const mostBlankRows = 1_048_576;
/** How deep elements of a document may lie in one another: a worksheet's lie some ten deep. */
export const deepestXml = 100;
/** Characters of an XML part without a single element: no cell holds so much. */
export const longestXmlPiece = 8 << 20;
/** Cells of a workbook that is held in memory whole (.xls, .xlsb), some 600 bytes each: a full .xls of fifteen columns. */
export const mostHeldCells = 1_000_000;
/** Cells of such a workbook that links lie over: each is gone to, whether there is anything in it or not. A link over a whole column is one million. */
export const mostLinkedCells = 1 << 21;
/** Marks of a web page in one cell, or between one row and the next: a page's look takes some dozens. */
export const mostMarks = 50_000;
/** Merged ranges of a workbook: a table of a whole sheet merges some columns of each of its few groups. */
export const mostMerges = 200_000;
/** Number formats that a web page's style sheets name. */
export const mostFormats = 10_000;
/** Texts at the heads and feet of a workbook's printed pages; a page has a few. */
export const mostPageTexts = 1_000;
