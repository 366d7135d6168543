declare module 'kafkajs/src/network/requestQueue' {
  const RequestQueue: { readonly prototype: object };
  export default RequestQueue;
}
declare module 'kafkajs/src/cluster/brokerPool' {
  const BrokerPool: { readonly prototype: object };
  export default BrokerPool;
}
