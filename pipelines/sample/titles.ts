/** A title of the policy's clauses as it is given to somebody: which levels and grades occur, and how often. */
export interface Title {
  readonly title: string;
  readonly levels: readonly string[];
  readonly grades?: readonly string[];
  /** of a hundred industrial enterprises, in two years */
  readonly often: number;
  /** who has it, where that is no enterprise */
  readonly to?: readonly ("单位" | "个人")[];
  /** awards up to an amount that a bureau approves: the cap, 万元 */
  readonly upTo?: number;
  /** only a large enterprise comes by it */
  readonly isGreat?: boolean;
  readonly from: "区工信局" | "区科技局" | "区市场监管局";
}

/** Every title of articles 6 to 18, with every level and grade that a clause names. */
export const titles: readonly Title[] = [
  { title: "专精特新小巨人", isGreat: true, levels: ["国家"], often: 1, from: "区工信局" },
  { title: "瞪羚企业", levels: ["省"], often: 2, from: "区工信局" },
  { title: "隐形冠军", levels: ["省"], often: 1, from: "区工信局" },
  { title: "专精特新", levels: ["省", "市"], often: 6, from: "区工信局" },
  { title: "高新技术企业", levels: ["国家"], often: 7, from: "区科技局" },
  { title: "工业互联网平台", isGreat: true, levels: ["国家", "省", "市"], often: 1, from: "区工信局" },
  { title: "试点示范", levels: ["国家", "省", "市"], often: 3, from: "区工信局" },
  { title: "两化融合贯标试点", levels: ["国家", "省"], often: 1, from: "区工信局" },
  { title: "智能制造试点示范", isGreat: true, levels: ["国家", "省", "市"], often: 1, from: "区工信局" },
  { title: "科研平台", levels: ["国家", "省", "市"], often: 5, from: "区科技局" },
  { title: "中小企业公共示范平台", levels: ["国家", "省"], often: 1, from: "区工信局" },
  { title: "制造业创新中心", isGreat: true, levels: ["国家", "省"], often: 1, from: "区工信局" },
  { title: "新型研发机构", isGreat: true, levels: ["国家", "省", "市"], often: 1, from: "区科技局" },
  { title: "重大科技项目", isGreat: true, levels: ["国家", "省"], often: 1, upTo: 100, from: "区科技局" },
  { title: "高校院所落户项目", levels: ["国家", "省"], often: 1, to: ["单位"], upTo: 100, from: "区科技局" },
  { title: "墨子创新奖", levels: ["市"], often: 1, to: ["单位", "个人"], from: "区科技局" },
  { title: "创新创业共同体", isGreat: true, levels: ["省"], often: 1, upTo: 1000, from: "区科技局" },
  { title: "科技企业孵化器", isGreat: true, levels: ["国家", "省"], often: 1, upTo: 200, from: "区科技局" },
  { title: "众创空间", levels: ["国家", "省"], often: 1, from: "区科技局" },
  { title: "人才工程", levels: ["国家", "省", "市"], often: 1, to: ["个人"], upTo: 50, from: "区科技局" },
  { title: "引才工作站", isGreat: true, levels: ["国家", "省"], often: 1, from: "区科技局" },
  { title: "优秀企业家", levels: ["区", "市", "省", "国家"], often: 2, upTo: 10, from: "区工信局" },
  { title: "高端品牌培育企业", levels: ["省"], often: 1, from: "区市场监管局" },
  { title: "优质品牌", levels: ["省"], often: 1, from: "区市场监管局" },
  { title: "质量奖", levels: ["国家", "省", "市"], often: 1, from: "区市场监管局" },
  { title: "地理标志", levels: ["国家"], often: 1, from: "区市场监管局" },
  { title: "马德里商标", levels: ["国际"], often: 1, from: "区市场监管局" },
  { title: "中国专利奖", levels: ["国家"], grades: ["一等", "二等", "三等"], often: 1, from: "区市场监管局" },
  { title: "山东省专利奖", levels: ["省"], grades: ["一等", "二等", "三等"], often: 1, from: "区市场监管局" },
  { title: "知识产权贯标", levels: ["国家"], often: 2, from: "区市场监管局" },
  { title: "国家知识产权示范企业", levels: ["国家"], often: 1, from: "区市场监管局" },
  { title: "国家知识产权优势企业", levels: ["国家"], often: 1, from: "区市场监管局" },
  { title: "质量管理体系认证", levels: ["国际"], often: 3, from: "区市场监管局" },
  { title: "标准化示范单位", levels: ["国家", "省"], often: 1, from: "区市场监管局" },
  { title: "标准化良好行为", levels: ["省"], grades: ["5A", "4A", "3A"], often: 1, from: "区市场监管局" },
  { title: "清洁生产审核", levels: ["省"], often: 1, from: "区工信局" },
  { title: "绿色工厂", levels: ["国家"], often: 1, from: "区工信局" },
  { title: "绿色供应链", levels: ["国家"], often: 1, from: "区工信局" },
  { title: "绿色设计产品", levels: ["国家"], often: 1, from: "区工信局" },
  // what article 12 promises them is decided one by one: no clause pays for it
  { title: "运营管理团队", levels: ["国家", "省"], often: 1, to: ["单位"], from: "区科技局" },
];
