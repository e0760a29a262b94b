package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The API: authenticates, authorizes by the demo's Role, answers. No request changes anything but a pod's debug containers. */
final class ApiServer implements HttpHandler {
    static final String VERSION = "v1.34.0+" + ScanInfo.DEMO_BUILD;

    private static final int MAX_BODY = 64 << 10;
    private static final int LINE = 8 << 10;
    private static final String PATCHES = "application/strategic-merge-patch+json";

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(50).build())
                    .build())
            .build();
    private final DemoToken token;
    private final SampleShop shop;
    private final DemoRole role;
    private final Clock clock;
    private final SecureRandom random;

    ApiServer(DemoToken token, SampleShop shop, DemoRole role, Clock clock, SecureRandom random) {
        this.token = token;
        this.shop = shop;
        this.role = role;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            answer(exchange);
        } catch (Refused e) {
            send(exchange, e.code(), status(e));
        } catch (RuntimeException e) {
            ObjectNode status = status("InternalError", "Internal error occurred: " + e.getClass(), 500);
            send(exchange, 500, status);
        } finally {
            exchange.close();
        }
    }

    private void answer(HttpExchange exchange) throws Refused, IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        ApiPath path =
                ApiPath.of(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), query);
        String user = authenticate(exchange.getRequestHeaders().getFirst("Authorization"));
        if (user.isEmpty() || !role.allows(path)) {
            throw path.forbiddenTo(user.isEmpty() ? "system:anonymous" : user);
        }
        String call = path.verb() + " " + path.resource();
        switch (call) {
            case "get " -> send(exchange, 200, version());
            case "get namespaces" -> send(exchange, 200, shop.namespace());
            case "list pods" -> send(exchange, 200, shop.list(query));
            case "get deployments" -> send(exchange, 200, shop.deployment(path.name()));
            case "get pods" -> send(exchange, 200, shop.pod(path.name()).object(clock.instant()));
            case "get pods/log" -> log(exchange, shop.pod(path.name()), query.getOrDefault("container", ""));
            case "patch pods/ephemeralcontainers" -> {
                ObjectNode patch = body(exchange, PATCHES);
                boolean dryRun = "All".equals(query.get("dryRun"));
                SamplePod pod = shop.pod(path.name());
                send(exchange, 200, new DebugContainerRequest(pod, clock, random).apply(patch, dryRun));
            }
            default -> {
                if (!path.verb().equals("create")) {
                    throw Refused.methodNotAllowed();
                }
                send(exchange, 201, SelfReviews.answer(role, path.resource(), body(exchange, "application/json")));
            }
        }
    }

    /**
     * @return the user's name; empty for a caller without a token
     * @throws Refused 401 for a wrong or expired token
     */
    private String authenticate(String header) throws Refused {
        if (header == null) {
            return "";
        }
        if (!header.startsWith("Bearer ") || !token.accepts(header.substring("Bearer ".length()), clock)) {
            throw Refused.unauthorized();
        }
        return DemoToken.USER;
    }

    private ObjectNode version() {
        return json.createObjectNode()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", VERSION)
                .put("platform", "linux/amd64");
    }

    /** A debug container's frame, in the pace in which it is printed; the application's containers have printed nothing. */
    private void log(HttpExchange exchange, SamplePod pod, String name) throws Refused, IOException {
        Optional<PlayedContainer> container = pod.added(name);
        if (container.isEmpty()) {
            if (!pod.container(name).isObject()) {
                throw Refused.badRequest(
                        "container " + name.replaceAll("[^!-~]", "?") + " is not valid for pod " + pod.name());
            }
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        if (clock.instant().isBefore(container.get().starts())) {
            throw Refused.badRequest(
                    "container \"" + name + "\" in pod \"" + pod.name() + "\" is waiting to start: ContainerCreating");
        }
        byte[] log = container.get().outcome().log();
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int at = 0; at < log.length; at += LINE) {
                out.write(log, at, Math.min(LINE, log.length - at));
                out.flush();
            }
            Duration left = Duration.between(clock.instant(), container.get().ends());
            Thread.sleep(Math.max(0, left.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode body(HttpExchange exchange, String type) throws Refused, IOException {
        String given = exchange.getRequestHeaders().getFirst("Content-Type");
        if (given == null || !given.split(";")[0].strip().equals(type)) {
            throw Refused.unsupportedMediaType(type);
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw Refused.tooLarge(MAX_BODY);
        }
        try {
            JsonNode read = json.readTree(bytes);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // Said below, without the text.
        }
        throw Refused.badRequest("the object provided is unrecognized: it is no JSON object");
    }

    private static Map<String, String> query(String raw) throws Refused {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            try {
                query.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw Refused.badRequest("invalid URL escape");
            }
        }
        return query;
    }

    private ObjectNode status(Refused refused) {
        ObjectNode status = status(refused.reason(), refused.getMessage(), refused.code());
        if (!refused.resource().isEmpty()) {
            ObjectNode details = status.putObject("details").put("kind", refused.resource());
            if (!refused.name().isEmpty()) {
                details.put("name", refused.name());
            }
        }
        return status;
    }

    private ObjectNode status(String reason, String message, int code) {
        ObjectNode status = json.createObjectNode().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code);
    }

    private static void send(HttpExchange exchange, int code, ObjectNode object) throws IOException {
        byte[] bytes = object.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
