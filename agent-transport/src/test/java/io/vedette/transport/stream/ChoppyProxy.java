package io.vedette.transport.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/// Forwards to an endpoint, and resets each connection after a number of bytes that a test chooses: in the
/// middle of a frame, a batch or a handshake.
final class ChoppyProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final List<Thread> threads = new ArrayList<>();
    private final int[] bytesPerConnection;
    private int connections;

    ChoppyProxy(int target, int... bytesPerConnection) throws IOException {
        this.target = target;
        this.bytesPerConnection = bytesPerConnection;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", listening.getLocalPort(), false);
    }

    synchronized int connections() {
        return connections;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Thread thread : List.copyOf(threads)) {
            thread.interrupt();
        }
    }

    private synchronized int nextLimit() {
        int limit = connections < bytesPerConnection.length ? bytesPerConnection[connections] : Integer.MAX_VALUE;
        connections++;
        return limit;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket from = listening.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                start(() -> copy(from, to, nextLimit()));
                start(() -> copy(to, from, Integer.MAX_VALUE));
            } catch (SocketException e) {
                // The endpoint or the proxy is closed.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void copy(Socket from, Socket to, int limit) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1024];
            int left = limit;
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, Math.min(n, left));
                left -= Math.min(n, left);
                if (left == 0) {
                    from.setSoLinger(true, 0);
                    to.setSoLinger(true, 0);
                    return;
                }
            }
        } catch (IOException e) {
            // One side has gone: the other follows.
        }
    }

    private void start(Runnable work) {
        threads.add(Thread.ofVirtual().start(work));
    }
}
