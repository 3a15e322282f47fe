await new Promise<never>(() => setInterval(() => undefined, 60_000).unref());

export default {};
