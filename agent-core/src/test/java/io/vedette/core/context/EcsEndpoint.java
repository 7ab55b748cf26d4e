package io.vedette.core.context;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A task metadata endpoint on loopback, as ECS serves it: `/v4/ID/task`.
final class EcsEndpoint implements AutoCloseable {

    /// As AWS documents it for Fargate 1.4, ids and addresses changed.
    static final String FARGATE = """
            {"Cluster":"arn:aws:ecs:us-west-2:111122223333:cluster/default",
             "TaskARN":"arn:aws:ecs:us-west-2:111122223333:task/default/e9028f8d5d8e4f258373e7b93ce9a3c3",
             "Family":"curltest","Revision":"3","DesiredStatus":"RUNNING","KnownStatus":"RUNNING",
             "Limits":{"CPU":0.25,"Memory":512},
             "PullStartedAt":"2020-10-08T20:47:16.053330955Z","AvailabilityZone":"us-west-2a","LaunchType":"FARGATE",
             "Containers":[{"DockerId":"e9028f8d5d8e4f258373e7b93ce9a3c3-2495160603","Name":"curl","DockerName":"curl",
               "Image":"111122223333.dkr.ecr.us-west-2.amazonaws.com/curltest:latest",
               "ImageID":"sha256:25f3695bedfb454a50f12d127839a68ad3caf91e451c1da073db34c542c4d2cb",
               "Labels":{"com.amazonaws.ecs.cluster":"arn:aws:ecs:us-west-2:111122223333:cluster/default",
                 "com.amazonaws.ecs.container-name":"curl","secret-label":"hidden"},
               "DesiredStatus":"RUNNING","KnownStatus":"RUNNING","Limits":{"CPU":10,"Memory":128},
               "CreatedAt":"2020-10-08T20:47:20.567813946Z","StartedAt":"2020-10-08T20:47:20.567813946Z",
               "Type":"NORMAL","Networks":[{"NetworkMode":"awsvpc","IPv4Addresses":["192.0.2.3"],"AttachmentIndex":0}],
               "ContainerARN":"arn:aws:ecs:us-west-2:111122223333:container/1bdcca8b","LogDriver":"awslogs"}],
             "EphemeralStorageMetrics":{"Utilized":261,"Reserved":20496},"FaultInjectionEnabled":false}""";

    /// As AWS documents it for EC2: a short cluster name, a service, no limits of the task.
    static final String EC2 = """
            {"Cluster":"default","ServiceName":"MyService",
             "TaskARN":"arn:aws:ecs:us-west-2:111122223333:task/default/158d1c8083dd49d6b527399fd6414f5c",
             "Family":"curltest","Revision":"26","AvailabilityZone":"us-west-2d","VPCID":"vpc-1234567890abcdef0",
             "LaunchType":"EC2",
             "Containers":[{"DockerId":"598cba581fe3f939459eaba1e071d5c93bb2c49b7d1ba7db6bb19deeb70d8e38",
               "Name":"~internal~ecs~pause","Image":"amazon/amazon-ecs-pause:0.1.0","ImageID":"","Labels":{},
               "Type":"CNI_PAUSE"},
              {"DockerId":"ee08638adaaf009d78c248913f629e38299471d45fe7dc944d1039077e3424ca",
               "Name":"curl","Image":"img@sha256:691e079a05b4ec1b4c5d3a8d9d8d5a2a5a6a7a8a9a0aaabacadaeafa0a1a2a3a",
               "ImageID":"sha256:d691691e9652791a60114e67b365688d20d19940dde7c4736ea30e660d8d3553","Labels":null}]}""";

    final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer;

    /// What it does with a request.
    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    EcsEndpoint(String document) throws IOException {
        answer = document(200, document);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v4/me/task", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                answer.give(exchange);
            }
        });
        server.start();
    }

    void answer(Answer next) {
        answer = next;
    }

    static Answer document(int status, String document) {
        return exchange -> {
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v4/me";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
