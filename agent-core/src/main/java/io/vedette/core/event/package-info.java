/// Views over the records that sensors write: no copies, no objects per record.
@NullMarked
package io.vedette.core.event;

import org.jspecify.annotations.NullMarked;
