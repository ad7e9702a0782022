import http from "node:http";

/** An answer that has gone out whole. */
export interface Answered {
  /** milliseconds since the epoch */
  readonly at: number;
  readonly url: string;
  readonly bytes: number;
  /** of these, without the headers */
  readonly body: number;
}

/**
 * Stands between a browser and a server and counts what goes through, the requests of workers too, which a page's own tools do not see.
 */
export async function startCounting(target: string): Promise<{ readonly url: string; take(): Answered[]; close(): Promise<void> }> {
  let answered: Answered[] = [];
  const { hostname, port } = new URL(target);
  const server = http.createServer((request, response) => {
    const onward = http.request({ hostname, port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      const headers = answer.rawHeaders.join("  ").length;
      let body = 0;
      answer.on("data", (chunk: Buffer) => (body += chunk.length));
      answer.on("end", () => void answered.push({ at: Date.now(), url: request.url ?? "", bytes: headers + body, body }));
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address!.port : 0}`,
    take() {
      const taken = answered;
      answered = [];
      return taken;
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
