import type { Messages } from "../../messages.ts";

export const oidcMessages = {
  option_oidc: { zh: "单点登录（OpenID Connect）设置文件；没有则只用本地账号", en: "settings file of single sign-on (OpenID Connect); local accounts alone where absent" },
  oidc_wrong: { zh: "单点登录设置 {file} 不对：{detail}", en: "The single sign-on settings {file} are wrong: {detail}" },
  oidc_exposed: { zh: "单点登录密钥文件 {file} 别人也能读写，请运行 chmod 600 {file}。", en: "The secret of single sign-on {file} is open to others; run chmod 600 {file}." },
} as const satisfies Messages;
