import type { Message } from "../messages.ts";

/** Who the sites are made for. An audience's name is its site's folder, its address and the role that opens it. */
export const audiences = ["leading-office", "finance", "supervision"] as const;

export type Audience = (typeof audiences)[number];

/** What the sites are called on the door's pages. */
export const audienceTitles: Readonly<Record<Audience, Message>> = {
  "leading-office": { zh: "领导小组办公室看板", en: "Leading-group office" },
  finance: { zh: "财政看板", en: "Finance" },
  supervision: { zh: "督查看板", en: "Supervision" },
};

/** Exactly one of the three names: no other case, no spaces. */
export function isAudience(name: unknown): name is Audience {
  return audiences.includes(name as Audience);
}
