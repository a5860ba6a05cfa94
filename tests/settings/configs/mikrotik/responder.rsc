# aug/07/2022 16:41:29 by RouterOS 6.48.6
/ip ipsec mode-config add address-pool=ike2-pool address-prefix-length=32 name=ike2-conf split-include=10.1.0.0/24
/ip ipsec policy group add name=ike2-policies
/ip ipsec profile add dh-group=ecp256,modp2048 enc-algorithm=aes-256,aes-128 hash-algorithm=sha256 name=ike2
/ip ipsec profile add dh-group=modp2048 enc-algorithm=rot13 name=strange
/ip ipsec peer add exchange-mode=ike2 name=ike2 passive=yes profile=ike2
/ip ipsec peer add address=198.51.100.66/32 exchange-mode=ike2 name=branch profile=strange frob=yes
/ip ipsec peer add address=198.51.100.77/32 exchange-mode=ike2 name=nobody profile=missing
/ip ipsec proposal add auth-algorithms=sha256,sha1 enc-algorithms=aes-256-cbc,aes-128-cbc name=ike2 pfs-group=none
/ip/ipsec/identity/add auth-method=digital-signature certificate=server generate-policy=port-strict match-by=certificate mode-config=ike2-conf notrack-chain=prerouting peer=ike2 policy-template-group=ike2-policies remote-certificate=client_user1 remote-id=ignore
/ip ipsec identity add auth-method=eap certificate="" eap-methods=eap-mschapv2 generate-policy=port-strict mode-config=request-only password=not-shown peer=branch username=user
/ip ipsec identity add peer=nobody secret="*****"
/ip ipsec policy add dst-address=10.77.0.0/24 group=ike2-policies proposal=ike2 src-address=10.1.0.0/24 template=yes
frobnicate everything
