/** Who issues the project's documents and the letters that send rows back. */
export const office = "区“521”企业培壮行动计划领导小组办公室";
