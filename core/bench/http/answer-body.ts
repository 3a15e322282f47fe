/** What both servers answer: a row such as a list of assets shows. */
export function answerBody(id: number, limit: number): object {
  return {
    id,
    limit,
    urn: 'urn:dw:postgres:sales:public/customer',
    name: 'public.customer',
    type: 'table',
    rowCount: 59,
    owner: 'user:admin',
    classifications: [{ infoType: 'EMAIL_ADDRESS', sensitivity: 'confidential', confidence: 0.99 }],
  };
}
