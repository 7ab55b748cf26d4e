package io.vedette.core.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A TCP proxy in front of the scene's endpoint: it can reset connections, and it can be slow to read what the agent
/// sends. Any thread may use it; each connection has two of its own.
final class Wire implements Closeable {

    /// So that what it does not read piles up at the agent and not here.
    private static final int BUFFER_BYTES = 2048;

    private static final int AT_ONCE = 64 << 10;

    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Deque<Integer> limits = new ArrayDeque<>();
    private volatile int bytesPerSecond = Integer.MAX_VALUE;

    private Wire(ServerSocket listening, InetSocketAddress target) {
        this.listening = listening;
        this.target = target;
    }

    static Wire start(Scene scene) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReceiveBufferSize(BUFFER_BYTES);
        listening.bind(new InetSocketAddress(InetAddress.ofLiteral(scene.link().hostAddress()), 0));
        String[] address = scene.endpoint().address().split(":", -1);
        Wire wire = new Wire(listening, new InetSocketAddress(address[0], Integer.parseInt(address[1])));
        Thread.ofVirtual().start(wire::accept);
        return wire;
    }

    /// `HOST:PORT`.
    String address() {
        return listening.getInetAddress().getHostAddress() + ":" + listening.getLocalPort();
    }

    /// Resets the connection after so many more bytes of the agent's, the next one after the second number of bytes,
    /// and so on; then lets all through.
    synchronized void resetAfter(int... bytes) {
        for (int one : bytes) {
            limits.add(one);
        }
    }

    /// Returns when all resets were done.
    synchronized void awaitResets() throws InterruptedException {
        while (!limits.isEmpty()) {
            wait();
        }
    }

    /// @param bytes that are read of each connection in a second
    void slow(int bytes) {
        bytesPerSecond = bytes;
    }

    void fast() {
        bytesPerSecond = Integer.MAX_VALUE;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket from = listening.accept();
                Socket to = new Socket();
                to.connect(target);
                open.add(from);
                open.add(to);
                Thread.ofVirtual().start(() -> forward(from, to));
                Thread.ofVirtual().start(() -> copyBack(to, from));
            } catch (IOException away) {
                // The endpoint or the wire is closed: the agent comes again, or not.
            }
        }
    }

    private void forward(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[AT_ONCE];
            while (true) {
                int perSecond = bytesPerSecond;
                int most = perSecond == Integer.MAX_VALUE ? AT_ONCE : Math.max(1, perSecond / 10);
                int count = in.read(bytes, 0, most);
                if (count < 0) {
                    return;
                }
                int passed = pass(count);
                out.write(bytes, 0, passed);
                if (passed < count) {
                    from.setSoLinger(true, 0);
                    to.setSoLinger(true, 0);
                    return;
                }
                if (perSecond != Integer.MAX_VALUE) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        } catch (IOException | InterruptedException gone) {
            // One side has gone: the other follows.
        }
    }

    /// @return how many of these bytes may pass; fewer than all ask for a reset
    private synchronized int pass(int count) {
        if (limits.isEmpty()) {
            return count;
        }
        int left = limits.pop();
        if (left >= count) {
            limits.push(left - count);
            return count;
        }
        notifyAll();
        return left;
    }

    private static void copyBack(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // One side has gone: the other follows.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
