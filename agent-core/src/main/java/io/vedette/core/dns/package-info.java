/// DNS messages as they come from the wire, turned into what events tell of them.
@NullMarked
package io.vedette.core.dns;

import org.jspecify.annotations.NullMarked;
