/// Adds the sidecar to what is sent over HTTP: to pods on their way into a cluster, to templates on their way through
/// CloudFormation, to task definitions. Whatever goes wrong, what was sent goes on as it was.
@NullMarked
package io.vedette.core.injector;

import org.jspecify.annotations.NullMarked;
