import type { Messages } from "../../messages.ts";

export const oidcMessages = {
  option_oidc: { zh: "单点登录（OpenID Connect）设置文件；没有则只用本地账号", en: "settings file of single sign-on (OpenID Connect); local accounts alone where absent" },
  oidc_wrong: { zh: "单点登录设置 {file} 不对：{detail}", en: "The single sign-on settings {file} are wrong: {detail}" },
  oidc_not_json: { zh: "单点登录设置 {file} 不是 JSON 的写法，请核对引号、逗号和括号。", en: "The single sign-on settings {file} are no JSON; check quotes, commas and brackets." },
  oidc_plain: {
    zh: "单点登录设置 {file} 里的 issuer 和 public_url 应以 https:// 开头；内网确实没有 HTTPS 的，加一项 \"allow_http\": true。",
    en: "issuer and public_url of the single sign-on settings {file} begin with https://; an intranet without HTTPS sets \"allow_http\": true.",
  },
  oidc_no_group: { zh: "单点登录设置 {file} 的 roles 里一个组也没有，谁也进不来。", en: "roles of the single sign-on settings {file} names no group, so that nobody would get in." },
  oidc_secret_missing: { zh: "单点登录设置 {file} 写的密钥文件 {detail} 读不出来，请核对 client_secret_file。", en: "The secret file {detail} of the single sign-on settings {file} cannot be read; check client_secret_file." },
  oidc_secret_empty: { zh: "单点登录设置 {file} 写的密钥文件 {detail} 是空的。", en: "The secret file {detail} of the single sign-on settings {file} is empty." },
  oidc_exposed: { zh: "单点登录密钥文件 {file} 别人也能读写，请运行 chmod 600 {file}。", en: "The secret of single sign-on {file} is open to others; run chmod 600 {file}." },
} as const satisfies Messages;
