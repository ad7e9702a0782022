import { type Audience, audienceTitles } from "./audiences.ts";

/** Markup that is safe to write into a page; made by {@link html} alone. */
interface Markup {
  readonly markup: string;
}

/** A template whose values are escaped, unless they are markup themselves. */
function html(parts: TemplateStringsArray, ...values: readonly (string | Markup | readonly Markup[])[]): Markup {
  const written = values.map((value) => {
    if (typeof value === "string") return escape(value);
    return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
  });
  return { markup: parts.reduce((text, part, at) => text + part + (written[at] ?? ""), "") };
}

function escape(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

/** How the door's pages are reached: `/d521` behind a proxy's sub-path, otherwise empty. */
export interface Door {
  readonly basePath: string;
  /** what the link to single sign-on says; no link where absent */
  readonly ssoLabel?: string;
}

function page({ basePath }: Door, title: string, content: Markup): string {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · 521 企业培壮调度</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${basePath}/door.css">
</head>
<body>
<main>
<header><span class="mark" aria-hidden="true"><i></i><i></i><i></i></span><p>521 企业培壮行动计划<br><b>调度看板</b></p></header>
${content}
</main>
<footer>金额均为按所选政策版本的测算，不是拨付决定。</footer>
</body>
</html>
`.markup;
}

/** What the sign-in page says above its form, if anything. */
export type SignInNotice = "wrong" | "locked" | "stale" | "busy" | "signed_out";

const notices: Readonly<Record<SignInNotice, string>> = {
  wrong: "用户名或密码不对，请重新输入。",
  locked: "输错次数过多，该账号已暂停登录，请 15 分钟后再试，或请系统管理员解除。",
  stale: "页面放得太久了，请重新登录。",
  busy: "登录太频繁，请稍等一分钟再试。",
  signed_out: "您已退出登录。",
};

/** The sign-in page. `next` is where to go afterwards, already checked; `user` is what was typed before. */
export function signInPage(door: Door, formToken: string, options: { next?: string; user?: string; notice?: SignInNotice } = {}): string {
  const { next = "", user = "", notice } = options;
  const start = new URLSearchParams({ ...(next === "" ? {} : { next }), ...(notice === "signed_out" ? { again: "1" } : {}) }).toString();
  const sso = door.ssoLabel === undefined ? html`` : html`<p class="sso"><a class="button quiet" href="${door.basePath}/oidc/start${start === "" ? "" : `?${start}`}">${door.ssoLabel}</a></p>`;
  const said = notice === undefined ? html`` : html`<p class="notice ${notice === "signed_out" ? "calm" : ""}" role="alert">${notices[notice]}</p>`;
  return page(
    door,
    "登录",
    html`<h1>登录</h1>
${said}
<form method="post" action="${door.basePath}/sign-in">
<input type="hidden" name="form" value="${formToken}">
<input type="hidden" name="next" value="${next}">
<label for="user">用户名</label>
<input id="user" name="user" value="${user}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required ${user === "" ? "autofocus" : ""}>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required ${user === "" ? "" : "autofocus"}>
<button type="submit">登录</button>
</form>
${sso}
<p class="hint">账号由系统管理员发放；忘记密码请联系管理员。<br>浏览器请用 Edge、Chrome 97 以上、Firefox 102 以上，或内核在 97 以上的 360、QQ 浏览器“极速模式”。</p>`,
  );
}

/** The page after sign-in: the sites of the account, and the way out. */
export function homePage(door: Door, { user, name }: { readonly user: string; readonly name?: string | undefined }, formToken: string, sites: readonly { audience: Audience; published: boolean }[]): string {
  const items = sites.map(({ audience, published }) =>
    published
      ? html`<li><a href="${door.basePath}/${audience}/">${audienceTitles[audience].zh}<span aria-hidden="true">→</span></a></li>`
      : html`<li><p class="absent">${audienceTitles[audience].zh}<span>尚未生成</span></p></li>`,
  );
  return page(
    door,
    "首页",
    html`<h1>${name ? `${name}，您好` : "您好"}</h1>
<p class="hint">账号：${user}</p>
<ul class="sites">${items}</ul>
${signOutForm(door, formToken)}`,
  );
}

function signOutForm(door: Door, formToken: string): Markup {
  return html`<form method="post" action="${door.basePath}/sign-out"><input type="hidden" name="form" value="${formToken}"><button type="submit" class="quiet">退出登录</button></form>`;
}

export type SsoNotice = "sso_away" | "sso_stale" | "sso_refused" | "sso_no_role";

/** A page of one sentence: nothing here, not allowed, not built, out of order. */
export function noticePage(door: Door, status: 400 | 403 | 404 | 405 | 500 | 503 | SsoNotice): string {
  const says: Record<typeof status, [string, string]> = {
    400: ["请求有误", "服务器读不懂这个地址或表单，请返回后重试。"],
    403: ["没有权限", "您的账号不能打开这个看板。如工作需要，请联系系统管理员。"],
    404: ["找不到页面", "这个地址没有内容，可能已随新一期调度更新。"],
    405: ["不支持的操作", "这里只能查看，不能提交。"],
    500: ["服务出错", "看板服务出了意外错误，请稍后再试，或联系系统管理员。"],
    sso_away: ["单点登录暂时不可用", "联系不上统一身份认证服务，请稍后再试，或用本地账号登录。"],
    sso_stale: ["登录已过期", "登录过程隔得太久，或不是在这个浏览器里开始的，请重新登录。"],
    sso_refused: ["登录没有成功", "统一身份认证服务的答复没有通过核验，请重新登录；多次如此请联系系统管理员。"],
    sso_no_role: ["没有权限", "您的统一身份没有被授权打开任何看板。如工作需要，请联系系统管理员。"],
    503: ["看板尚未生成", "这个看板还没有发布，请管理员运行 d521 publish。"],
  };
  const [title, text] = says[status];
  return page(door, title, html`${typeof status === "number" ? html`<p class="status">${String(status)}</p>` : html``}<h1>${title}</h1><p class="says">${text}</p><p><a class="button" href="${door.basePath}/">返回首页</a></p>`);
}

/** The style of the door's pages; no font, picture or script from anywhere. */
export const doorStyle = `
:root { --ink: #16273a; --soft: #5b6b7c; --line: #d5dde5; --ground: #eef2f6; --paper: #fff; --blue: #1d4f82; --deep: #163c63; --red: #a3341f; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 20px; padding: 24px 16px;
  background: linear-gradient(180deg, #dfe8f1 0, var(--ground) 55%); color: var(--ink);
  font: 16px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif; }
main { width: 100%; max-width: 420px; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 32px 32px 28px; box-shadow: 0 12px 40px rgb(22 39 58 / 8%); }
header { display: flex; align-items: center; gap: 14px; padding-bottom: 20px; margin-bottom: 24px; border-bottom: 1px solid var(--line); }
header p { margin: 0; font-size: 13px; line-height: 1.5; color: var(--soft); }
header b { font-size: 18px; letter-spacing: .08em; color: var(--ink); }
.mark { display: flex; align-items: flex-end; gap: 4px; width: 44px; height: 44px; padding: 9px 8px; border-radius: 10px; background: var(--deep); }
.mark i { flex: 1; border-radius: 1px; background: #fff; }
.mark i:nth-child(1) { height: 100%; } .mark i:nth-child(2) { height: 62%; } .mark i:nth-child(3) { height: 34%; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.4; }
label { display: block; margin: 14px 0 4px; font-size: 14px; color: var(--soft); }
input { width: 100%; height: 44px; padding: 0 12px; border: 1px solid #9fb0c0; border-radius: 8px; background: #fff; color: inherit; font: inherit; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #7fb0e0; outline-offset: 2px; }
button, .button { display: block; width: 100%; margin-top: 24px; height: 46px; line-height: 46px; border: 0; border-radius: 8px; background: var(--blue); color: #fff; font: inherit; line-height: 46px; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
button:hover, .button:hover { background: var(--deep); }
button.quiet { background: transparent; color: var(--blue); border: 1px solid var(--line); line-height: 44px; }
button.quiet:hover { background: var(--ground); }
.notice { margin: 0 0 8px; padding: 10px 14px; border-left: 4px solid var(--red); border-radius: 4px; background: #fbeeea; color: #7c2514; font-size: 14px; }
.notice.calm { border-color: var(--blue); background: #e9f1f9; color: var(--deep); }
.hint { margin: 18px 0 0; font-size: 13px; color: var(--soft); }
.sites { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.sites a, .absent { display: flex; justify-content: space-between; margin: 0; padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; color: var(--deep); font-weight: 600; text-decoration: none; }
.sites a:hover { border-color: var(--blue); background: #f3f8fc; }
.absent { color: var(--soft); font-weight: 400; }
.status { margin: 0; font-size: 44px; line-height: 1.2; font-weight: 700; color: #71869b; }
.says { margin: 0; color: var(--soft); }
footer { font-size: 12px; color: var(--soft); text-align: center; }
@media (max-width: 480px) { main { padding: 24px 20px; } }
@media print { body { background: none; } main { border: 0; box-shadow: none; } }
`;
