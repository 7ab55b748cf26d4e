/// Who did it: the process table and the container table. Both are written by the drain alone.
@NullMarked
package io.vedette.core.identity;

import org.jspecify.annotations.NullMarked;
