import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";

/** an address of 39 signs, a network's name behind it left out, and one of IPv4 written within IPv6 */
const longestAddress = 45;

/**
 * Where a request comes from, as far as those say who are believed: the farthest address of the chain of proxies that is
 * one. What a header calls an address and is none is passed over.
 */
export function clientAddress(request: FastifyRequest): string {
  const chain = request.ips ?? [];
  return chain.findLast((address) => address.length <= longestAddress && isIP(address) !== 0) ?? peerAddress(request);
}

/** The other end of the connection itself, which no header can change. */
export function peerAddress(request: FastifyRequest): string {
  return request.socket.remoteAddress ?? "";
}

/**
 * Whether a form was sent by a page of this server, as the browser says: by `Sec-Fetch-Site`, or by `Origin` where a browser
 * does not send that (an old one, and every one over plain http). Who sends neither is no browser, and has no one's cookies.
 */
export function sentFromHere(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin } = request.headers;
  return origin === undefined || isOwnOrigin(origin, request);
}

/** The scheme is not compared, nor a port that the `Host` does not have: proxies that end https often pass on neither. */
function isOwnOrigin(origin: string, request: FastifyRequest): boolean {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  const host = (request.host ?? "").toLowerCase();
  return host !== "" && (host === from.host || host === from.hostname || host === `${from.hostname}:${from.protocol === "https:" ? 443 : 80}`);
}
