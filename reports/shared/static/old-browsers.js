/*
 * Runs before the page's own scripts, in browsers of any age: written in words that all of them know. Adds the few
 * functions that the oldest supported ones lack, and says in plain words that a page is no more than its paper where its
 * scripts cannot run: choices would change nothing and not say so.
 */
(function () {
  function add(kind, name, make) {
    if (kind && !kind.prototype[name]) Object.defineProperty(kind.prototype, name, { value: make, writable: true, configurable: true });
  }
  // Chrome 92 has it first
  function at(index) {
    var place = Math.trunc(index) || 0;
    return this[place < 0 ? place + this.length : place];
  }
  add(Array, 'at', at);
  add(String, 'at', at);
  add(Object.getPrototypeOf(Uint8Array), 'at', at);
  // Chrome 85
  add(String, 'replaceAll', function (from, to) {
    return from instanceof RegExp ? this.replace(from, to) : typeof to === 'function' ? this.split(from).reduce(function (text, part) { return text + to(from) + part; }) : this.split(from).join(to);
  });
  // Chrome 93
  if (!Object.hasOwn) Object.hasOwn = function (object, key) { return Object.prototype.hasOwnProperty.call(object, key); };

  var words = '页面的程序没有运行起来，多半是浏览器太旧：筛选、查找、下载和图表不能用，看到的只是默认内容。请换用 Edge、Chrome 97 以上、Firefox 102 以上，或内核在 97 以上的 360、QQ 浏览器“极速模式”。';
  function say() {
    if (!document.body || document.getElementById('old-browser') || document.documentElement.hasAttribute('data-started')) return;
    var notice = document.createElement('p');
    notice.id = 'old-browser';
    notice.setAttribute('role', 'alert');
    notice.style.cssText = 'margin:0;padding:12px 18px;background:#8a2c0d;color:#fff;font-size:16px;line-height:1.5';
    notice.appendChild(document.createTextNode(words));
    document.body.insertBefore(notice, document.body.firstChild);
  }
  // a script that cannot be read or fails before the page has started says so at once; on a slow line the start may be long on its way
  window.addEventListener('error', say, true);
  window.addEventListener('unhandledrejection', say);
  window.addEventListener('load', function () {
    if ('noModule' in document.createElement('script')) setTimeout(say, 60000);
    else say();
  });
})();
