"""Documents answered without running resolvers: columns of rows and figures, written as JSON.

graphql-core's own execution (api.execution.run) stays the reference: whatever is not understood
here, and whatever goes wrong, is left to it. Nothing is compiled whose field declares no policy.
"""
