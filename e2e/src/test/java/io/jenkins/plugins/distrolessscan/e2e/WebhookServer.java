package io.jenkins.plugins.distrolessscan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A mutating webhook, as a program of its own, because it has to listen in the network namespace of the API server. What it
 * changes is said by the pod's name.
 */
final class WebhookServer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WebhookServer() {}

    /** Arguments: a key store, its password, a file for the port, the image of a shell. */
    public static void main(String[] args) throws Exception {
        char[] password = args[1].toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(args[0]))) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 64);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> answer(exchange, args[3]));
        server.start();
        Files.writeString(
                Path.of(args[2] + ".new"), Integer.toString(server.getAddress().getPort()));
        Files.move(Path.of(args[2] + ".new"), Path.of(args[2]));
    }

    private static void answer(HttpExchange exchange, String shell) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
        ObjectNode response = JSON.createObjectNode().put("allowed", true);
        response.put("uid", request.path("uid").asText());
        JsonNode entries = request.at("/object/spec/ephemeralContainers");
        boolean dry = request.path("dryRun").asBoolean();
        if (entries.size() > request.at("/oldObject/spec/ephemeralContainers").size()) {
            int last = entries.size() - 1;
            ArrayNode patch = JSON.createArrayNode();
            WebhookChange.of(request.path("name").asText()).apply(patch, request.path("object"), last, dry, shell);
            if (!patch.isEmpty()) {
                response.put("patchType", "JSONPatch");
                response.put(
                        "patch",
                        Base64.getEncoder().encodeToString(patch.toString().getBytes(StandardCharsets.UTF_8)));
            }
            System.out.println("asked about " + request.path("name").asText());
        }
        ObjectNode review = JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1");
        review.put("kind", "AdmissionReview").set("response", response);
        byte[] body = review.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
