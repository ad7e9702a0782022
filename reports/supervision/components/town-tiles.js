/** Where each town lies among the others: row from the north, column from the west. A town that is not here stands below. */
export const tiles = {
	城头镇: [1, 1], 冯卯镇: [1, 2], 店子镇: [1, 3],
	桑村镇: [2, 1], 山亭经济开发区: [2, 2], 山城街道: [2, 3], 水泉镇: [2, 4],
	西集镇: [3, 1], 凫城镇: [3, 2], 北庄镇: [3, 3], 徐庄镇: [3, 4],
};
