// A hotline's list on Relay: a page of calls that loads the next one, and a row that refetches itself.
import { graphql } from "relay-runtime";

export const screen = graphql`
  query CallListQuery($effective: String!) {
    ...CallList_calls @arguments(effective: $effective)
  }
`;

export const list = graphql`
  fragment CallList_calls on Query
  @refetchable(queryName: "CallListPageQuery")
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
    effective: { type: "String!" }
  ) {
    calls(first: $count, after: $cursor, where: { effective: { equals: $effective } })
      @connection(key: "CallList_calls") {
      totalCount
      edges {
        node {
          id
          ...CallList_call
        }
      }
    }
  }
`;

export const row = graphql`
  fragment CallList_call on Call @refetchable(queryName: "CallListRowQuery") {
    receivedAt
    callType {
      label(language: ES)
    }
    case @catch {
      code
    }
  }
`;

export const record = graphql`
  mutation CallListRecordMutation($input: RecordCallInput!, $connections: [ID!]!) {
    recordCall(input: $input) {
      repeated
      call @appendNode(connections: $connections, edgeTypeName: "CallEdge") {
        id
        ...CallList_call
      }
    }
  }
`;
