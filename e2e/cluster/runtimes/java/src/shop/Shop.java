package shop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

/** A small server that needs two libraries for each answer. */
public final class Shop {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/", exchange -> {
            byte[] answer = mapper.writeValueAsBytes(ImmutableMap.of("shop", "open"));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        System.out.println("ready " + mapper.writeValueAsString(ImmutableMap.of("shop", "open")));
    }
}
