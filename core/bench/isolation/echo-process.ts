/** The least that a process with a channel can do: answers what it is sent, or sends batches of rows. */
process.on('message', (message: { readonly batches?: number; readonly rows?: number }) => {
  const { batches, rows = 0 } = message;
  if (batches === undefined) {
    process.send?.(message);
    return;
  }
  const range = Array.from({ length: rows }, (_, row) => row);
  const columns = [
    range.map(String),
    range.map((row) => (row % 10 === 3 ? null : `person.${row}@example.com`)),
    range.map((row) => `19${40 + (row % 60)}-0${1 + (row % 9)}-1${row % 9}`),
  ];
  // As fast as the other side takes them.
  const send = (left: number): void => {
    if (left > 0) process.send?.({ rows, columns }, undefined, {}, () => send(left - 1));
  };
  send(batches);
});
