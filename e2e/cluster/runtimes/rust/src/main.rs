//! A small server that needs two crates for each answer.
fn main() {
    let server = tiny_http::Server::http("0.0.0.0:8080").expect("the address is free");
    println!("ready");
    for request in server.incoming_requests() {
        let answer = serde_json::json!({ "shop": "open" }).to_string();
        let _ = request.respond(tiny_http::Response::from_string(answer));
    }
}
