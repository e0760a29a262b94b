package io.jenkins.plugins.distrolessscan.engine.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a kubeconfig (YAML or JSON) for one context. Only what stands inside it is used: server, CA and client data,
 * token, namespace. Whatever would run a program, read a file, trust a stranger or act as somebody else is refused by name
 * (S-12); no message repeats a value that may be secret.
 */
public final class Kubeconfig {
    private static final int MAX_BYTES = 1 << 20;

    private static final Set<String> CLUSTER_USED = Set.of("server", "certificate-authority-data");
    private static final Set<String> USER_USED = Set.of("token", "client-certificate-data", "client-key-data");

    /** Says nothing about whom to trust or who to be. */
    private static final Set<String> HARMLESS = Set.of("extensions", "disable-compression");

    private static final String INLINE = "; give its content inside the file (kubectl config view --raw --flatten)";

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("exec", "it runs a program; give a token instead (kubectl create token NAME)"),
            Map.entry("auth-provider", "it fetches a credential from elsewhere; give a token instead"),
            Map.entry("tokenFile", "it names a file of another machine; give the token itself as token"),
            Map.entry("certificate-authority", "it names a file of another machine" + INLINE),
            Map.entry("client-certificate", "it names a file of another machine" + INLINE),
            Map.entry("client-key", "it names a file of another machine" + INLINE),
            Map.entry("proxy-url", "a proxy is part of the cluster's settings, not of a credential; set it there"),
            Map.entry(
                    "insecure-skip-tls-verify",
                    "the server's certificate is always verified; give certificate-authority-data"),
            Map.entry("username", "API servers no longer know user names with passwords; give a token instead"),
            Map.entry("password", "API servers no longer know user names with passwords; give a token instead"),
            Map.entry("as", "impersonation hides who scans; give a token of the scanner's own ServiceAccount"),
            Map.entry("as-uid", "impersonation hides who scans; give a token of the scanner's own ServiceAccount"),
            Map.entry("as-groups", "impersonation hides who scans; give a token of the scanner's own ServiceAccount"),
            Map.entry(
                    "as-user-extra", "impersonation hides who scans; give a token of the scanner's own ServiceAccount"),
            Map.entry("tls-server-name", "the certificate must be for the name in the URL; use a name that it is for"));

    private final ForeignText text = new ForeignText(Optional.empty());
    private final Map<?, ?> root;

    private Kubeconfig(Map<?, ?> root) {
        this.root = root;
    }

    /** As {@link #read(String, Optional)}, from UTF-8 bytes. */
    public static Connection read(byte[] content, Optional<String> context) throws ScanException {
        if (content.length > MAX_BYTES) {
            throw tooLarge();
        }
        try {
            return read(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString(),
                    context);
        } catch (CharacterCodingException e) {
            throw wrong("The kubeconfig is not a text file; give the YAML or JSON that kubectl reads.");
        }
    }

    /**
     * @param context the context to use; empty for current-context, or for the only one
     * @throws ScanException CONFIGURATION with what is wrong and what to do
     */
    public static Connection read(String content, Optional<String> context) throws ScanException {
        if (content.length() > MAX_BYTES) {
            throw tooLarge();
        }
        String plain = content.startsWith("\ufeff") ? content.substring(1) : content;
        if (plain.isBlank()) {
            throw wrong("The kubeconfig is empty; store the file's content in the credential again.");
        }
        Object root = plain.stripLeading().startsWith("{") ? json(plain) : yaml(plain);
        if (!(root instanceof Map<?, ?> map)) {
            throw wrong("The kubeconfig holds no mapping at its top; is it a token? Then store it as secret text.");
        }
        return new Kubeconfig(map).connection(context);
    }

    private static Object json(String content) throws ScanException {
        try {
            return new ObjectMapper().readValue(content, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            // The message would repeat a piece of the file.
            throw wrong("The kubeconfig is no JSON: line "
                    + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()) + " cannot be read.");
        }
    }

    private static Object yaml(String content) throws ScanException {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(10);
        limits.setCodePointLimit(MAX_BYTES);
        limits.setNestingDepthLimit(30);
        limits.setAllowDuplicateKeys(false);
        limits.setAllowRecursiveKeys(false);
        try {
            return new Yaml(new SafeConstructor(limits)).load(content);
        } catch (MarkedYAMLException e) {
            // The message would repeat a piece of the file.
            String line = e.getProblemMark() == null ? "a" : (e.getProblemMark().getLine() + 1) + "";
            throw wrong("The kubeconfig is no YAML: line " + line + " cannot be read, or a key stands twice.");
        } catch (YAMLException e) {
            throw wrong("The kubeconfig is no YAML that can be read: binary, too deep, or too many aliases.");
        } catch (RuntimeException e) {
            // A value that its own tag does not allow, such as !!int before a token: the message would repeat the
            // value.
            throw wrong(
                    "The kubeconfig is no YAML that can be read: a value is not what its tag (!!int and the like) says.");
        }
    }

    private Connection connection(Optional<String> wanted) throws ScanException {
        Map<?, ?> context = entry("contexts", "context", contextName(wanted));
        Map<?, ?> cluster = entry(
                "clusters", "cluster", string(context, "cluster", "The context").orElse(""));
        Map<?, ?> user =
                entry("users", "user", string(context, "user", "The context").orElse(""));
        refuse(cluster, CLUSTER_USED, "cluster");
        refuse(user, USER_USED, "user");
        String server = string(cluster, "server", "The cluster").orElse("");
        ServerAddress.of(server);
        Optional<String> token = string(user, "token", "The user");
        if (token.isPresent() && !Connection.isToken(token.get())) {
            throw wrong("The kubeconfig's token holds spaces, line breaks or other characters that no token has;"
                    + " store it again in one line.");
        }
        Optional<String> certificate = data(user, "client-certificate-data", "-----BEGIN CERTIFICATE-----");
        Optional<String> key = data(user, "client-key-data", "PRIVATE KEY-----");
        if (token.isEmpty() && certificate.isEmpty()) {
            throw wrong("The kubeconfig's user has neither token nor client-certificate-data; give one of them.");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw wrong(
                    "The kubeconfig's user has only one of client-certificate-data and client-key-data; give both.");
        }
        Optional<String> namespace = string(context, "namespace", "The context");
        if (namespace.isPresent() && !namespace.get().matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw wrong("The kubeconfig's namespace is not a name that Kubernetes allows.");
        }
        return new Connection(
                server,
                data(cluster, "certificate-authority-data", "-----BEGIN CERTIFICATE-----"),
                token,
                certificate,
                key.map(Kubeconfig::pkcs8),
                namespace,
                Optional.empty());
    }

    private String contextName(Optional<String> wanted) throws ScanException {
        Optional<String> name = wanted.filter(w -> !w.isBlank());
        if (name.isEmpty()) {
            name = string(root, "current-context", "The file");
        }
        if (name.isPresent()) {
            return name.get();
        }
        List<String> names = names("contexts");
        if (names.size() == 1) {
            return names.get(0);
        }
        throw wrong("The kubeconfig has no current-context; name a context: " + shown(names) + ".");
    }

    private Map<?, ?> entry(String list, String kind, String name) throws ScanException {
        if (name.isEmpty()) {
            throw wrong("The kubeconfig's context names no " + kind + ".");
        }
        if (root.get(list) instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map && name.equals(map.get("name"))) {
                    if (map.get(kind) instanceof Map<?, ?> content) {
                        return content;
                    }
                    throw wrong("The kubeconfig's " + kind + " \"" + text.clean(name, 100) + "\" is empty.");
                }
            }
        }
        throw wrong("The kubeconfig has no " + kind + " \"" + text.clean(name, 100) + "\"; it has: "
                + shown(names(list)) + ".");
    }

    private List<String> names(String list) {
        if (!(root.get(list) instanceof List<?> items)) {
            return List.of();
        }
        return items.stream()
                .filter(i -> i instanceof Map<?, ?> m && m.get("name") instanceof String)
                .map(i -> (String) ((Map<?, ?>) i).get("name"))
                .toList();
    }

    private String shown(List<String> names) {
        return names.isEmpty()
                ? "none"
                : text.clean(String.join(", ", names.subList(0, Math.min(20, names.size()))), 500);
    }

    private void refuse(Map<?, ?> map, Set<String> used, String kind) throws ScanException {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (used.contains(key) || HARMLESS.contains(key) || isEmpty(entry.getValue())) {
                continue;
            }
            throw wrong("The kubeconfig's " + kind + " has " + text.clean(key, 60) + ", which is not accepted: "
                    + REFUSED.getOrDefault(
                            key,
                            "only " + String.join(", ", used.stream().sorted().toList()) + " are used; remove it")
                    + ".");
        }
    }

    private static boolean isEmpty(Object value) {
        return value == null
                || Boolean.FALSE.equals(value)
                || "".equals(value)
                || value instanceof List<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
    }

    private static Optional<String> string(Map<?, ?> map, String key, String owner) throws ScanException {
        Object value = map.get(key);
        if (isEmpty(value)) {
            return Optional.empty();
        }
        if (value instanceof String string) {
            return Optional.of(string);
        }
        throw wrong(owner + " of the kubeconfig has a " + key + " that is no text; put it in quotes.");
    }

    private static Optional<String> data(Map<?, ?> map, String key, String mark) throws ScanException {
        Object value = map.get(key);
        if (isEmpty(value)) {
            return Optional.empty();
        }
        try {
            // YAML's !!binary has decoded it already.
            byte[] bytes = value instanceof byte[] b
                    ? b
                    : Base64.getDecoder().decode(String.valueOf(value).replaceAll("\\s", ""));
            String pem = new String(bytes, StandardCharsets.US_ASCII);
            if (pem.contains(mark)) {
                return Optional.of(pem);
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the text.
        }
        throw wrong("The kubeconfig's " + key + " is not the base64 of PEM text; copy it again from a working file.");
    }

    private static ScanException tooLarge() {
        return wrong(
                "The kubeconfig is larger than 1 MiB; give one with this cluster only (kubectl config view --minify"
                        + " --raw --flatten).");
    }

    private static ScanException wrong(String sentence) {
        return new ScanException(Kind.CONFIGURATION, sentence);
    }

    /** An unusable key is kept: who uses it says what is wrong with it. */
    private static String pkcs8(String key) {
        try {
            return ClientKey.pkcs8(key);
        } catch (ScanException | GeneralSecurityException e) {
            return key;
        }
    }
}
