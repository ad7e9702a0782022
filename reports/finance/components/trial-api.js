import { addBasePath } from '@evidence-dev/sdk/utils/svelte';

/** What went wrong, in a sentence for the page; `isAway` where there is no service behind the page at all. */
export class TrialError extends Error {
	constructor(message, isAway = false) {
		super(message);
		this.isAway = isAway;
	}
}

const away = '试算要由看板服务来算：这里打开的是不带服务的页面，不能试算。请从看板服务的登录地址打开，或请管理员检查服务是否打开了试算。';
const unreachable = '联系不上看板服务，没有试算。请检查网络，过一会儿再试。';

async function send(method, url, body, signal) {
	let response;
	try {
		response = await fetch(addBasePath(`/trials/${url}`), { method, signal, credentials: 'same-origin', headers: body === undefined ? {} : { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) });
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new TrialError(unreachable, location.protocol === 'file:');
	}
	const type = response.headers.get('content-type') ?? '';
	if (response.ok && /json/.test(type)) return response;
	if (/application\/json/.test(type)) throw new TrialError((await response.json()).error ?? unreachable);
	// a server that knows nothing of trials answers with a page
	throw new TrialError(response.status === 401 ? '登录已过期，请重新登录后再试。' : away, response.status !== 401);
}

/** @returns the answer's object */
export async function ask(method, url, body, signal) {
	return (await send(method, url, body, signal)).json();
}

/** Hears every line as it comes; an error that is told in a line is thrown as one. */
export async function follow(url, body, signal, onLine) {
	const response = await send('POST', url, body, signal);
	const reader = response.body.getReader();
	const decoder = new TextDecoder();
	let rest = '';
	let hasEnded = false;
	const hear = (text) => {
		if (text === '') return;
		const line = JSON.parse(text);
		if (line.step === 'error') throw new TrialError(line.error);
		hasEnded = line.step === 'done';
		onLine(line);
	};
	try {
		for (;;) {
			const { done, value } = await reader.read();
			rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
			const lines = rest.split('\n');
			rest = lines.pop();
			lines.forEach(hear);
			if (done) break;
		}
		hear(rest);
	} catch (error) {
		if (signal?.aborted || error instanceof TrialError) throw error;
		throw new TrialError('试算中途断开，没有算完，请再试一次。');
	}
	if (!hasEnded && !signal?.aborted) throw new TrialError('试算中途断开，没有算完，请再试一次。');
}
