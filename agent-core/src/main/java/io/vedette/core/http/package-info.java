/// A small HTTP server for questions about the agent.
@NullMarked
package io.vedette.core.http;

import org.jspecify.annotations.NullMarked;
