package io.jenkins.plugins.distrolessscan.engine.probe;

/**
 * What a call of the probe is sealed to and known by. Neither part is a secret; the private key stays in the {@link KeyRing}
 * that gave it.
 *
 * @param nonce 16 random bytes as base64url: 22 characters
 * @param publicKey the X25519 public key as base64url: 43 characters
 */
public record OneTimeKey(String nonce, String publicKey) {}
